"""The same runs on Spark (Spark 集群)."""
