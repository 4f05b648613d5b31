"""What the demo says about modules and organisations: lecturers, material, preparation, the work."""

import datetime as dt

from django.core.files.base import ContentFile

from curriculum.actions import add_material, change_module
from curriculum.models import Curriculum, Material, Module
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
CSV = "straat,woningen,meldingen\nKade,48,12\nPlein,31,4\nWerf,77,23\n"


def fill(curriculum: Curriculum, *, by: User, now: dt.datetime) -> None:
    """Give each module a lecturer and a summary, and something to read."""
    lecturers = [find_or_add_person(person.named(), by=by).user for person in people.LECTURERS]
    find_or_add_person(people.COACH.named(), by=by)
    for module in Module.objects.of_curriculum(curriculum).in_order():
        module.summary = SUMMARIES[module.number % len(SUMMARIES)]
        teachers = [lecturers[module.number % len(lecturers)]]
        change_module(module=module, seen=module.version, by=by, now=now, lecturers=teachers)
        reader = Material(
            module=module, title="Reader bij deze module", url=f"https://example.org/reader/{module.number}"
        )
        add_material(material=reader, by=by)
        if module.number % 3 == 2:
            sheet = ContentFile(CSV.encode())
            data = Material(module=module, title="Oefendata van een buurt", kind="csv", size=sheet.size)
            data.file.save("oefendata.csv", sheet, save=False)
            add_material(material=data, by=by)
