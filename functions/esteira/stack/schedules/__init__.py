"""Schedule expressions of EventBridge, and when they fire. Pure."""
