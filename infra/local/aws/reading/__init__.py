"""How the offline Textract and Rekognition read: engines in a child process, and what both services share.

``reader`` is the parent's side, ``child`` the process with the engines (``ocr``, ``textlayer``, ``ruled``,
``aligned``, ``pictures``, ``video``); ``jobs`` and ``source`` belong to the services.
"""
