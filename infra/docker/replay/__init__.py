"""Runs the images and containers of docker-compose.yml without a container engine, as root on Debian: `make replay`.

An image becomes a folder: Debian by debootstrap in the place of the base image, in which the steps of the Dockerfile
are carried out by its users. A container becomes a process in namespaces of its own, with that folder as its root,
under the user, restrictions, mounts, commands and health checks that docker-compose.yml gives it. All are on one
network without a way out. Images that others publish cannot be had like this: the embedded servers take the place of
the stores.
"""
