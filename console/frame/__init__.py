"""What all pages share: navigation, header, panels, dialogs, the state of a visit, and how an action is done."""
