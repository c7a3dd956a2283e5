"""The documents as a site: the settings of Sphinx, and which document belongs where."""
