"""The fictional people of the demo. All mail goes to example.org, which exists for that."""

from dataclasses import dataclass

from trainees.actions.people import NamedPerson

PASSWORD = "wijkmakers-demo"  # noqa: S105, of made-up people on one's own machine


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    phone: str = ""

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}@example.org".lower().replace(" ", "").replace("ë", "e")

    def named(self) -> NamedPerson:
        return NamedPerson(self.email, self.first_name, self.last_name, self.phone)


ADMIN = Person("Bea", "Heerder", "050-5550100")
COORDINATORS = [Person("Marleen", "Kuipers", "050-5550101"), Person("Tjeerd", "Bosma", "050-5550102")]
LECTURERS = [
    Person("Anneke", "Sikkens"),
    Person("Hassan", "Benali"),
    Person("Gerda", "Wolthuis"),
    Person("Pieter", "van der Laan"),
    Person("Linde", "Postema"),
]
COACH = Person("Vera", "Onkenhout")

# Two supervisors for each organisation of the workbook, by code; their names are made up.
SUPERVISORS = {
    "GRO": [
        (Person("Bram", "Postma", "050-5550111"), "wijkregisseur"),
        (Person("Nadia", "Haddou", "050-5550112"), "gebiedsmanager"),
    ],
    "LEF": [
        (Person("Karin", "Scholtens", "050-5550113"), "teamleider leefbaarheid"),
        (Person("Ewout", "de Haan", "050-5550114"), "wijkbeheerder"),
    ],
    "NIJ": [
        (Person("Margriet", "Dekker", "050-5550115"), "adviseur wijken"),
        (Person("Ömer", "Yildiz", "050-5550116"), "wijkconsulent"),
    ],
    "PAT": [
        (Person("Harm", "Jan Wieringa", "050-5550117"), "manager wonen"),
    ],
    "GPO": [
        (Person("Femke", "Reitsma", "050-5550118"), "projectleider"),
        (Person("Luuk", "Zwart", "050-5550119"), "energiecoach"),
    ],
    "RIZ": [
        (Person("Irene", "Koster", "050-5550120"), "stedenbouwkundige"),
    ],
    "ROE": [
        (Person("Sjoerd", "Hofstra", "050-5550121"), "bestuurslid"),
        (Person("Wilma", "Kremer", "050-5550122"), "buurtwerker"),
    ],
}

# Who supervised the earliest cohort, and works elsewhere now.
LEFT = {"PAT": (Person("Jitske", "Boonstra", "050-5550123"), "wijkbeheerder")}

ADDRESSES = {
    "GRO": "Wijkpost Noord, Bloemstraat 1, Groningen",
    "LEF": "Kantoor Oost, Parkweg 2, Groningen",
    "NIJ": "Kantoor Zuid, Laan 3, Groningen",
    "PAT": "Kantoor West, Pad 4, Groningen",
    "GPO": "Energiehuis, Kade 5, Groningen",
    "RIZ": "Atelier, Werf 6, Groningen",
    "ROE": "Buurthuis, Plein 7, Groningen",
}

# Earlier cohorts: eleven each, some of whom joined late, paused or stopped.
SECOND_YEAR = [
    Person("Amber", "van Dijk"), Person("Bilal", "Amrani"), Person("Carlijn", "Smit"),
    Person("Dirk", "Jansma"),
    Person("Esra", "Demir"), Person("Floor", "Hoekstra"), Person("Gijs", "Meijer"), Person("Hanna", "Visser"),
    Person("Ivo", "ter Veen"), Person("Jasmijn", "Bakker"), Person("Koen", "Elzinga"),
]  # fmt: skip
FINISHED = [
    Person("Laura", "Bos"), Person("Mees", "de Groot"), Person("Nina", "Kamminga"), Person("Otto", "Brouwer"),
    Person("Puck", "Wouda"), Person("Rachid", "Ouali"), Person("Sanne", "Tiemersma"), Person("Thijs", "Land"),
    Person("Uma", "Singh"), Person("Vincent", "Roelofs"), Person("Wieke", "Zijlstra"),
]  # fmt: skip
