"""What the demo says about modules and organisations: lecturers, material, preparation, the work."""

import datetime as dt

from django.core.files.base import ContentFile

from curriculum.actions import (
    LessonText,
    add_goal,
    add_material,
    add_room,
    add_unavailable,
    change_module,
    describe_lessons,
)
from curriculum.models import Curriculum, Goal, Material, Module, Room, Unavailable
from trainees.actions import find_or_add_person
from trainees.models import User
from wijkmakers.demo import people

WORK = {
    "GRO": "Je werkt mee aan de wijkaanpak: signalen verzamelen, mensen verbinden, voorstellen schrijven.",
    "LEF": "Je werkt met bewoners aan een prettige buurt en helpt projecten voor leefbaarheid op gang.",
    "NIJ": "Je onderzoekt wat er speelt in een wijk en denkt mee over onderhoud, ontmoeting en overlast.",
    "PAT": "Je draait mee in wonen: van intake tot huisbezoek, en je verbetert één werkwijze.",
    "GPO": "Je helpt buurten die zelf energie willen opwekken: van eerste avond tot coöperatie.",
    "RIZ": "Je tekent en schrijft mee aan plannen voor buurten en bereidt gesprekken met bewoners voor.",
    "ROE": "Je ondersteunt bewoners die hun buurthuis zelf runnen, van rooster tot subsidie.",
}
PREPARATION = [
    ["Lees het hoofdstuk bij deze bijeenkomst", "Neem een voorbeeld uit je werkweek mee"],
    ["Maak een wandeling van een half uur door je wijk", "Schrijf vijf dingen op die je opvielen"],
    ["Vraag een collega wat de grootste opgave van de wijk is"],
    ["Bekijk de kaart bij deze module", "Bedenk één vraag voor de docent"],
    [],
]
SUMMARIES = [
    "Je leert kijken voordat je oordeelt, en vragen voordat je plannen maakt.",
    "Je oefent met een echte opgave van een van de organisaties.",
    "Je leert wie waarover gaat en hoe je iets voor elkaar krijgt.",
]
ABOUT = [
    "Waar gaat het om?", "Kijken in de wijk", "Met wie werk je samen?", "Van plan naar aanpak",
    "Wat vinden bewoners?", "Wat neem je mee?",
]  # fmt: skip
GOALS = [
    "Je brengt in beeld wat er in een wijk speelt, met cijfers, kaarten en verhalen",
    "Je voert een gesprek waarin de bewoner de agenda bepaalt",
    "Je weet wie waarover beslist en hoe je iets voor elkaar krijgt",
    "Je weegt ruimte, klimaat en energie af met wie er woont",
    "Je werkt samen over de grenzen van organisaties heen",
    "Je kiest je eigen rol en legt daar verantwoording over af",
    "Je legt in gewone taal uit wat data wel en niet zeggen",
]
# Which modules work towards each final goal; towards the last none does yet.
COVERS = {
    1: {2, 8, 14, 16}, 2: {3, 9, 15, 17}, 3: {5, 6, 7, 18}, 4: {8, 9, 10, 11, 12}, 5: {1, 4, 13, 19, 20},
    6: {17, 20}, 7: set(),
}  # fmt: skip
# What has to be done before.
NEEDS = {4: [1], 9: [8], 11: [10], 16: [2], 17: [3], 20: [4, 16]}
ROOMS = [
    ("Leerhuis aan de Kade, zaal 1", "Kade 8, Groningen", 14),
    ("Leerhuis aan de Kade, zaal 2", "Kade 8, Groningen", 24),
]
CSV = "straat,woningen,meldingen\nKade,48,12\nPlein,31,4\nWerf,77,23\n"


def fill(curriculum: Curriculum, *, by: User, now: dt.datetime) -> None:
    """Each module gets a lecturer, a summary, sessions, material, what it needs and what it works towards."""
    lecturers = [find_or_add_person(person.named(), by=by).user for person in people.LECTURERS]
    find_or_add_person(people.COACH.named(), by=by)
    goals = _goals(curriculum, by=by)
    modules = {module.number: module for module in Module.objects.of_curriculum(curriculum).in_order()}
    for module in modules.values():
        module.summary = SUMMARIES[module.number % len(SUMMARIES)]
        change_module(
            module=module,
            seen=module.version,
            by=by,
            now=now,
            lecturers=[lecturers[module.number % len(lecturers)]],
            needs=[modules[number] for number in NEEDS.get(module.number, [])],
            goals=[goal for number, goal in enumerate(goals, 1) if module.number in COVERS[number]],
        )
        _describe(module, by=by)
        _share(module, by=by)
    _places(lecturers, by=by, today=now.date())


def _share(module: Module, *, by: User) -> None:
    """Something to read with every module, and needed for its first session; data with some."""
    reader = Material(
        module=module, title="Reader bij deze module", url=f"https://example.org/reader/{module.number}",
        is_required=True,
    )  # fmt: skip
    add_material(material=reader, session_number=1, by=by)
    map_ = Material(module=module, title="Kaart van de wijk", url="https://example.org/kaart")
    add_material(material=map_, by=by)
    if module.number % 3 == 2:
        sheet = ContentFile(CSV.encode())
        data = Material(module=module, title="Oefendata van een buurt", kind="csv", size=sheet.size)
        data.file.save("oefendata.csv", sheet, save=False)
        last = module.session_count
        add_material(material=data, session_number=last if last > 1 else None, by=by)


def _describe(module: Module, *, by: User) -> None:
    """Every third module says what its sessions are about; the others follow when somebody gets to it."""
    if module.number % 3 == 0:
        return
    words = [*ABOUT[module.number % len(ABOUT) :], *ABOUT]
    texts = {
        number: LessonText(words[number - 1], "\n".join(PREPARATION[(module.number + number) % 4]))
        for number in range(1, module.session_count + 1)
    }
    describe_lessons(module=module, texts=texts, shown={}, by=by)


def _goals(curriculum: Curriculum, *, by: User) -> list[Goal]:
    return [add_goal(goal=Goal(curriculum=curriculum, text=text), by=by) for text in GOALS]


def _places(lecturers: list[User], *, by: User, today: dt.date) -> None:
    """Two rooms, one of which is closed for a week, and a lecturer who is away on three Fridays."""
    rooms = [
        add_room(room=Room(name=name, address=address, seats=seats), by=by) for name, address, seats in ROOMS
    ]
    begin = today + dt.timedelta(days=60)
    closed = Unavailable(room=rooms[0], starts_on=begin, ends_on=begin + dt.timedelta(days=4))
    add_unavailable(days=closed, by=by)
    away = Unavailable(user=lecturers[1], starts_on=begin, ends_on=begin + dt.timedelta(days=20), weekday=5)
    add_unavailable(days=away, by=lecturers[1])
