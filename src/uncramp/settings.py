"""One table of what can be set: name, default and help; it feeds the flags, the environment and the documentation.

A setting whose name has a command before a colon, such as ``diary:length``, is the flag of that name in that command.
A setting ``air-temp`` is the flag ``--air-temp`` and, where it holds for more than one session, the environment
variable ``UNCRAMP_AIR_TEMP``. A flag wins over the environment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from uncramp.names import GRADES, MECHANISMS, OUTCOMES, PLANNED_SPORTS, SEVERITIES, SIDES, SWEAT_SITES

KINDS: Final = ("text", "number", "count", "switch", "choice", "path")
"""What a value is; ``count`` is a whole number, ``switch`` a flag without a value, ``path`` a file or folder name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person can set."""

    name: str
    kind: str  # one of KINDS
    help: str
    default: str | float | int | bool | None = None
    shown: str = ""  # how the value is written in the help, e.g. "°C"
    choices: tuple[str, ...] = ()
    unit: str = ""  # of a number; one of units.TYPED may also be typed in other units
    low: float | None = None
    high: float | None = None
    repeated: bool = False
    bare: str = ""  # the value where the flag stands alone; "" where it needs one
    environment: bool = False  # also read from UNCRAMP_<NAME>: only what holds for more than one session

    @property
    def flag(self) -> str:
        """The flag as typed."""
        return f"--{self.name.rpartition(':')[2]}"

    @property
    def command(self) -> str:
        """The command whose own it is; ``""`` where the flag means the same everywhere."""
        return self.name.rpartition(":")[0]

    @property
    def parameter(self) -> str:
        """The name as a Python argument."""
        return self.flag.removeprefix("--").replace("-", "_")

    @property
    def variable(self) -> str | None:
        """The environment variable, or ``None`` if there is none."""
        return f"UNCRAMP_{self.parameter.upper()}" if self.environment else None


_ALL: Final = (
    # the session
    Setting("time", "text", "Finish time of a planned session: 3:45:00, 225min or 3h45.", shown="H:MM:SS"),
    Setting("sport", "choice", "Sport of a planned session, such as cycling; if not said that of the course file, or running. With --diary also of a "
            "session whose file names none.", shown="SPORT", choices=PLANNED_SPORTS),
    # what happened
    Setting(
        "cramped",
        "text",
        "A cramp you had: muscle, side if one, and when (elapsed), e.g. calf:left@3:05:00, left calf@185min, or hamstrings@+20min for "
        "twenty minutes after the finish; or a file with one a line. Repeat for each.",
        shown="MUSCLE[:SIDE]@TIME",
        repeated=True,
    ),
    Setting("no-cramp", "switch", "You had no cramp until the finish.", default=False),
    # who
    Setting("athlete", "path", "What is known of you; `uncramp athlete new` writes one to fill in.", shown="TOML", environment=True),
    Setting("history", "path", "A folder with your earlier activity files: what your muscles are used to.", shown="DIR", environment=True),
    # weather
    Setting(
        "weather",
        "text",
        "A weather file (CSV, saved Open-Meteo JSON, EPW or TMY), or `online` to ask Open-Meteo: only then is anything sent, namely "
        "place and date.",
        shown="FILE|online",
        environment=True,
    ),
    Setting("air-temp", "number", "Air temperature in °C, or with its unit: 24C or 75F.", shown="TEMPERATURE", unit="°C", low=-60.0,
            high=60.0, environment=True),
    Setting("humidity", "number", "Relative humidity.", shown="%", unit="%", low=0.0, high=100.0, environment=True),
    Setting("wind", "number", "Wind in m/s, or with its unit: 7km/h or 5mph. As felt, at the height of a person: less than a weather station "
            "reports.", shown="SPEED", unit="m/s", low=0.0, high=60.0, environment=True),
    Setting("sun", "number", "Sunshine on level ground: 0 indoors or at night, 300 cloudy, 800 clear summer noon.", shown="W/M2",
            unit="W/m2", low=0.0, high=1500.0, environment=True),
    # drinking
    Setting("intake", "path", "What you drank and ate, minute by minute.", shown="CSV"),
    Setting("drank", "text", 'What you drank: "600 ml/h", "20 oz/h", "150 ml every 20 min" or "nothing". Without it: by thirst, drawn wide.', shown="AMOUNT"),
    Setting("drink-sodium", "number", "Sodium in what you drank; about 20 in a sports drink, 0 in water.", shown="MMOL/L",
            unit="mmol/L", low=0.0, high=200.0),
    # how it is reckoned
    Setting("mechanism", "choice", "Which hypothesis of what fatigue does to the nerves; mixture draws all three.", default="mixture",
            choices=("mixture", *MECHANISMS), environment=True),
    Setting("draws", "count", "How often to draw each athlete: what is not known of them, and what studies leave unsure; more is smoother and slower.",
            default=200, shown="N", low=2, high=100_000, environment=True),
    Setting("seed", "count", "Start of the random numbers; the same seed gives the same bytes.", default=0, shown="N",
            low=0, high=2**63 - 1, environment=True),
    Setting("set", "text", "Fix one parameter, as topic.name=value; `uncramp evidence` lists them. Repeat for each.",
            shown="PARAMETER=VALUE", repeated=True),
    # what comes out
    Setting(
        "compare",
        "path",
        "Another session to explain the difference to. Athlete, history and the parameters hold for both; weather flags, drinking and "
        "cramps for the first only, except --weather online.",
        shown="OTHER_FILE",
    ),
    Setting("json", "switch", "Print one JSON object; docs/reference/json.md says what is in it.", default=False),
    Setting("html", "path", "Write one self-contained page that opens without network.", shown="FILE"),
    Setting("series", "path", "Write one row a minute as CSV.", shown="FILE"),
    Setting("csv", "path", "Write the table of a folder as CSV (one row a file).", shown="FILE"),
    Setting("units", "choice", "Units shown; JSON and CSV stay metric, and so does a number typed without its unit.", default="metric", choices=("metric", "imperial"),
            environment=True),
    Setting("verbose", "switch", "Print more than one screen: all causes and what speaks against each, all changes, notes and repairs.",
            default=False),
    # for a clinician
    Setting("name", "text", "Your name. Without it the summary has none.", shown="NAME"),
    Setting("born", "text", "Your day of birth.", shown="YYYY-MM-DD"),
    Setting("date", "text", "Day of the summary; today if not said.", shown="YYYY-MM-DD"),
    Setting("question", "text", "What you want to ask. Without it there is room to write.", shown="TEXT"),
    Setting("pdf", "path", "Write one PDF to print (needs pip install 'uncramp[pdf]' and Pango).", shown="FILE"),
    Setting("fhir", "path", "Write a FHIR R4 document, which systems of clinics read (needs pip install 'uncramp[fhir]').", shown="FILE"),
    # the spinal loop
    Setting("muscle", "text", "Muscle it is about: calf, hamstrings, quadriceps; for a routine as you call it, with its side if you like; "
            "`uncramp reflex list` names those of the loop.", default="calf", shown="MUSCLE"),
    Setting("fatigue", "number", "How tired the muscle is, 0 rested to 1; an experiment says so itself if you do not.", shown="0..1",
            low=0.0, high=1.0),
    Setting("length", "number", "Length of muscle and tendon, held, of the optimal length.", shown="RATIO", low=0.5, high=1.5),
    Setting("seconds", "number", "How long to simulate, or with rising bursts how long to watch a cramp.", shown="SECONDS", low=0.001,
            high=100_000.0),
    Setting("npz", "path", "Write every spike and signal as NumPy arrays.", shown="FILE"),
    Setting("check", "switch", "Recompute some of the table and fail if the loop no longer gives it.", default=False),
    # prevention
    Setting("goal", "text", "Finish time you aim at: 3:45:00, 225min or 3h45.", shown="H:MM:SS"),
    Setting("start", "text", "When the race starts, such as 2027-05-02T09:00: in the time zone of this machine, with an offset (2027-05-02T09:00+02:00) or a "
            'zone ("2027-05-02T09:00 Europe/Paris").',
            shown="DATE[T]TIME"),
    Setting("from", "path", "A past session of yours that tells your fitness. Repeat for each; the longest counts.", shown="PAST_FILE", repeated=True),
    Setting("drinks", "text", 'What there is to drink and eat: "water; sports drink 20 mmol/l 60 g/l; gel 25 g 2 mmol 0 ml". Without it: '
            "water and a sports drink.", shown="DRINKS"),
    Setting("aid-stations", "text", 'Where there is something to drink: 5km, "every 3 mi" or "3.2, 7.5, 12 km"; without it drinks are carried.',
            shown="PLACES"),
    Setting("event", "text", "Day of the race the weeks lead to.", shown="YYYY-MM-DD"),
    Setting("course", "text", "Where the race goes: a GPX or FIT file, or a distance such as 42.195km or marathon.", shown="COURSE"),
    Setting("days", "count", "Days of training a week; one day a week is left free.", default=4, low=2, high=6, shown="N"),
    Setting("today", "text", "The day the plan is made; the day it is if not said.", shown="YYYY-MM-DD"),
    Setting("ics", "path", "Write the plan for a calendar (iCalendar); titles say nothing of health.", shown="FILE", bare="plan.ics"),
    Setting("fit", "path", "Write for a watch: of a race one FIT workout, with a step to each station, its pace and drink; of weeks a folder with one "
            "workout a session.", shown="FILE|DIR"),
    Setting("zwo", "path", "Write for an indoor trainer (Zwift): a folder with a .zwo workout for each session that is ridden, or is on foot in the heat.", shown="DIR"),
    # when to see a doctor
    Setting("answers", "path", "Answers in a file, in place of the questions; docs/how-to/check.md says what is in it.", shown="JSON"),
    Setting("for", "choice", "Who it is about: you, or somebody you are with.", default="me", choices=("me", "someone-else")),
    Setting("country", "text", "Country whose emergency numbers are shown, as two letters; without it none is guessed.", shown="GB|DE|US|...",
            environment=True),
    Setting("assessment", "path", "What `uncramp why --json` printed of the session: it may add a question, and answers none.", shown="JSON"),
    Setting("save", "path", "Keep the answers here after each question; a second call goes on from there.", shown="JSON"),
    # relief
    Setting("side", "choice", "Side of the cramp.", choices=SIDES),
    Setting("partner", "switch", "Somebody is there to help you stretch.", default=False),
    Setting("place", "choice", "Where you are.", choices=("standing", "sitting", "lying", "water", "bike")),
    Setting("say", "switch", "Speak the cues and the last five seconds of each hold, by a speech program of your system.", default=False),
    Setting("text", "switch", "Print the steps as plain text; no timer.", default=False),
    # routines
    Setting("minutes", "number", "How long it shall take; about ten minutes if not said.", shown="MIN", unit="min", low=2.0, high=45.0),
    # food
    Setting("sweat", "number", "Sweat lost in litres, or with its unit: 2500ml; weight before less weight after in kg, plus what you drank.",
            shown="LITRES", unit="L", low=0.0, high=30.0),
    Setting("sodium", "number", "Sodium lost in mmol, or with its unit: 1800mg or 1.8g.", shown="MMOL", unit="mmol of sodium", low=0.0, high=2000.0),
    Setting("potassium", "number", "Potassium lost in mmol, or with its unit: 400mg.", shown="MMOL", unit="mmol of potassium", low=0.0,
            high=500.0),
    Setting("diet", "choice", "What you eat.", default="any", choices=("any", "vegetarian", "vegan")),
    # whole fields
    Setting("athletes", "count", "Only so many athletes of the field, its first; all if not said.", shown="N", low=1, high=10_000_000),
    Setting("workers", "count", "So many Dask processes on this machine instead of its threads; the result is the same bits.", shown="N",
            low=1, high=1024),
    Setting("cluster", "text", "A Dask cluster, by the address of its scheduler, such as tcp://10.0.0.1:8786.", shown="ADDRESS"),
    Setting("out", "path", "Folder for runners.parquet, segments.parquet and what is finished: the same command goes on from there.",
            shown="DIR"),
    # published figures
    Setting("only", "text", "Only these targets, such as V05 or V05,T07; repeat, or separate them by commas.", shown="TARGET", repeated=True),
    # other commands
    Setting("grade", "choice", "Only numbers of this grade.", choices=GRADES),
    Setting("bibtex", "switch", "As BibTeX entries.", default=False),
    Setting("sources", "switch", "With each statement what was measured: the rows of the evidence it rests on.", default=False),
    Setting("port", "count", "Port to answer at; 0 takes a free one.", default=0, shown="N", low=0, high=65535, environment=True),
    Setting("host", "text", "Address to answer at, of this machine only: 127.0.0.1, localhost or ::1.", default="127.0.0.1", shown="HOST"),
    Setting("no-browser", "switch", "Print the address and open no browser.", default=False),

    Setting("force", "switch", "Overwrite what is there.", default=False),
    # the diary
    Setting("data", "path", "Folder of the diary; without it the place where your system keeps the data of programs.", shown="DIR",
            environment=True),
    Setting("database", "text", "Keep the diary in PostgreSQL instead of a file.", shown="postgresql://...", environment=True),
    Setting("activity", "text", "Which activity: last, a day (2024-07-14), the beginning of its id, or its file name.", shown="WHICH"),
    Setting("diary:muscle", "text", "Where: calf, hamstrings, quadriceps, foot, ...; `uncramp relieve` knows the same names.", shown="MUSCLE"),
    Setting("at", "text", "When, elapsed (3:05:00 or 185min), or counted from the finish (+20min).", shown="TIME"),
    Setting("severity", "choice", "How bad: 1 or twinge (passed at once), 2 or ease_off (took pace), 3 or stop (stopped you).",
            shown="1|2|3", choices=("1", "2", "3", *SEVERITIES)),
    Setting("diary:length", "number", "How long it lasted, in seconds or with its unit: 90s or 2min.", shown="SECONDS", unit="s", low=0.0,
            high=86_400.0),
    Setting("helped", "text", "What helped, in your words. Repeat for each.", shown="WHAT", repeated=True),
    Setting("near", "switch", "It was felt to come, and did not.", default=False),
    Setting("again", "switch", "An earlier cramp of this session came back.", default=False),
    Setting("before", "number", "Body mass before, in kg or with its unit: 71.2kg or 157lb.", shown="MASS", unit="kg", low=20.0, high=300.0),
    Setting("after", "number", "Body mass after, towelled off.", shown="MASS", unit="kg", low=20.0, high=300.0),
    Setting("diary:drank", "number", "All you drank between, in litres or with its unit: 1.2l, 800ml or 27oz.", shown="VOLUME", unit="L", low=0.0,
            high=50.0),
    Setting("urine", "number", "Urine passed between both weighings.", shown="VOLUME", unit="L", low=0.0, high=20.0),
    Setting("food", "number", "Food eaten between both weighings.", shown="MASS", unit="kg", low=0.0, high=20.0),
    Setting("duration", "text", "How long it took, where there is no activity.", shown="H:MM:SS"),
    Setting("on", "text", "Day (2024-07-14) or moment (2024-07-14T08:00) on your clock; now, if not said.", shown="WHEN"),
    Setting("volume", "number", "How much, in litres or with its unit.", shown="VOLUME", unit="L", low=0.001, high=50.0),
    Setting("carbohydrate", "number", "Carbohydrate in it; about 60 in a sports drink.", shown="G/L", unit="g/L", low=0.0, high=1000.0),
    Setting("what", "text", "What it was.", shown="TEXT"),
    Setting("rate", "number", "Sweat rate measured.", shown="L/H", unit="L/h", low=0.0, high=6.0),
    Setting("diary:sodium", "number", "Sweat sodium measured.", shown="MMOL/L", unit="mmol/L", low=1.0, high=200.0),
    Setting("site", "choice", "Where the sweat was collected.", choices=SWEAT_SITES),
    Setting("air", "number", "Air temperature of the test.", shown="TEMPERATURE", unit="°C", low=-40.0, high=60.0),
    Setting("intensity", "number", "Effort of the test, of your maximal oxygen uptake.", shown="%", unit="%", low=1.0, high=120.0),
    Setting("dose", "text", "How much and how often, in your words.", shown="TEXT"),
    Setting("diary:from", "text", "First day it was taken.", shown="YYYY-MM-DD"),
    Setting("until", "text", "Last day it was taken.", shown="YYYY-MM-DD"),
    Setting("outcome", "choice", "Only activities with this outcome.", choices=OUTCOMES),
    Setting("entries", "switch", "Everything that was said, each with its id, in place of the activities.", default=False),
    Setting("diary", "switch", "Use your diary: who you are, your past sessions and what it says of this one (sport, drinks, weight, cramps) where "
            "nothing else is said, and what was learnt of you (`uncramp diary learn`).", default=False),
    Setting("complete", "switch", "Every session of yours is in the diary, whatever happened in it, so that those without a cramp count.", default=False,
            environment=True),
    Setting("keep", "switch", "Begin the experiment: keep it in the diary with what is predicted.", default=False),
    Setting("diary:out", "path", "Where to write the zip archive.", shown="FILE.zip"),
    Setting("entry", "text", "The entry whose id begins so; `uncramp diary show` has the ids.", shown="ID"),
    Setting("everything", "switch", "All of it: every activity, entry and copy.", default=False),
    Setting("yes", "switch", "Do not ask.", default=False),
    # everywhere
    Setting("language", "text", "Language of what is said, such as de or pt_BR, where there is a translation; else English.", shown="LANGUAGE",
            environment=True),
    Setting("debug", "switch", "Show where an unexpected error came from.", default=False, environment=True),
)  # fmt: skip

SETTINGS: Final = {setting.name: setting for setting in _ALL}
"""Every setting by its name, in the order of the help."""
