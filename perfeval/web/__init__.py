"""The local web application and the HTTP API (本机网页与接口): routes, pages and a store; no computation."""
