"""Pages and fragments (页面): one handler each; a page and its fragment come from one template block."""
