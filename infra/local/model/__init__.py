"""Stands in for the foundation model, offline: a message becomes one call of an action, or a sentence.

The way of a message, each step a module here: :mod:`planner` is what the offline Bedrock runtime asks; :mod:`plan`
decides what a message is; :mod:`reading` puts its words in those of the model (:mod:`lexicon`), :mod:`scan` finds the
things that they stand for, :mod:`parse` what each is there for (:mod:`parts`), :mod:`resolve` what it names, and
:mod:`compose` makes the request. :mod:`placed`, :mod:`doubts`, :mod:`consistent` and :mod:`held_to` take back what a
request would not say. What a message makes of those before it: :mod:`threads`.

The rules of English are in packages by what they are about: :mod:`around`, :mod:`bounding`, :mod:`everyday`,
:mod:`figures`, :mod:`listing`, :mod:`parts_of`, :mod:`ranking`, :mod:`threads`, :mod:`times`; their word lists in
:mod:`english`, the sentences of answers in :mod:`says`. No rule knows a name of a model. :mod:`chatting` puts a real
language model in the planner's place.
"""
