"""The callbacks function: receives payment notifications, lists them, and republishes the unprocessed ones."""
