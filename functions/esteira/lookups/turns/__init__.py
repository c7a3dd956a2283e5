"""When a provider may be asked: its pace, and whether it answers at all. Pure; Redis does the same (`lua`)."""
