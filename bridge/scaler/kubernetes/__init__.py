"""Workers as pods: the scaler sets the replicas of each lane's Deployment, and Kubernetes starts and ends the pods.

It speaks HTTP to the API server itself, five requests of one resource, by httpx: the official client would bring
thousands of generated modules, and hides the versions and status codes that decide here. Only `client` knows the
protocol; `decide_replicas` is pure.
"""
