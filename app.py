"""The portal's script: who is here, then the page that was asked for."""

from ui import autosave, frame, navigation

frame.page()
actor = frame.visitor()
if actor is not None:
    frame.menu_foot(actor)
    autosave.answer()
    navigation.run(actor)
