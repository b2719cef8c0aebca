"""What the pages show, made from the house's view by pure functions: no NiceGUI, no clock."""
