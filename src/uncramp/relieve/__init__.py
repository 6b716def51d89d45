"""What to do in the minutes of a cramp: protocols by muscle, and the guide that leads through one."""
