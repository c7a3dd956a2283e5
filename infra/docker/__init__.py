"""Images and health checks of the containers in docker-compose.yml."""
