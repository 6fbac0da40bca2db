"""The portal's script: who is here, then the page that was asked for."""

from ui import frame, navigation

frame.page()
actor = frame.visitor()
if actor is not None:
    frame.menu_foot(actor)
    navigation.run(actor)
