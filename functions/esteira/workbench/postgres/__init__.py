"""Filed dead letters, their edits and the causes of their deaths in the target, and effects that are rolled back."""
