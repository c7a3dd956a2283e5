"""What the containers of docker-compose.yml are made of."""
