"""What a reader of a race plan must know before acting on it, in the plan's own words; the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from uncramp.assessment import Assessment
from uncramp.prevent.brief import Brief, weather_ends_s
from uncramp.prevent.clinicians import diluting, drinks_left_to_clinicians
from uncramp.prevent.hot_weather import is_warm, wet_bulb_globe_c
from uncramp.prevent.plan import Guard
from uncramp.prevent.search import Choice
from uncramp.prevent.settle import Settled
from uncramp.prevent.weeks_parameters import weeks_parameters
from uncramp.texts import _
from uncramp.units import elapsed_text
from uncramp.why.answers import Caution, Range
from uncramp.why.cautions import SIGNS_OF_DILUTION, SIGNS_OF_HEAT

HALF: Final = 0.5


def water_cautions(brief: Brief, assessment: Assessment) -> Iterator[Caution]:
    """What of the water that would be lost in spite of the plan."""
    change = Range.of(assessment.body.mass_change_frac[:, assessment.minutes.rows_count - 1], assessment.weight_frac)
    if brief.may_drink and -change.median > brief.parameters.telling_water_loss_frac[0]:
        lost = _("About {loss:.0f} % of body mass would be lost all the same, part of it fuel.").format(loss=-100.0 * change.median)
        tested = _("Thirst goes first, never beyond what you sweat. Ask a clinician before so long or hot a race.")
        untested = _(
            "The plan names no more than is safe without knowing your sweat rate; thirst goes first, up to your own measured sweat. Do a "
            "sweat test (sweat_rate_l_h of the athlete file), and ask a clinician before so long or hot a race."
        )
        is_tested = brief.athlete.sweat_rate_l_h is not None
        yield Caution("water_loss_in_spite", f"{lost} {tested if is_tested else untested}", "clinician_soon")


def own_cautions(
    brief: Brief, found: Settled, goal_s: float | None, guards: Sequence[Guard], *, low_sodium: Caution | None, dry_unsafe: bool
) -> Iterator[Caution]:
    """Everything a plan says of itself; ``low_sodium`` is what ``why`` says of its blood sodium."""
    if dry_unsafe:
        # no number lowers a red flag: where the assessment says more, that stands
        emergency = low_sodium is not None and low_sodium.urgency == "emergency"
        yield Caution(
            "sodium_low_before_drinking",
            _(
                "Even without drinking, blood sodium could fall below 135 mmol/L. No plan can make that safe: go through `uncramp check` and "
                "see a clinician before you race, also if you feel well."
            )
            + f" {_(SIGNS_OF_DILUTION)}",
            "emergency" if emergency else "same_day",
        )
    if not all(guard.holds for guard in guards):
        names = ", ".join(guard.name for guard in guards if not guard.holds)
        yield Caution(
            "guard_fails", _("No safe plan was found: {names}. Do not race to this plan.").format(names=names), "clinician_soon"
        )
    elif goal_s is not None and found.duration_s > goal_s:
        yield Caution(
            "goal_not_reached",
            _("No safe plan reaches {goal}. This is the nearest: {finish}.").format(
                goal=elapsed_text(goal_s), finish=elapsed_text(found.duration_s)
            )
            + (f" {_('A cooler hour or day would bring it nearer.')}" if is_warm(found.minutes) else ""),
            "self_care",
        )
    yield from _of_the_person(brief)
    yield from _of_the_day(brief, found)
    yield from _of_the_time(brief, found)
    yield Caution(
        "own_body_first",
        _(
            "Drink less if you are not thirsty, or if your weight rises. A plan does not know your day: slow down when a muscle starts to twitch."
        ),
        "self_care",
    )


def _of_the_person(brief: Brief) -> Iterator[Caution]:
    age_year = brief.athlete.age_year
    if age_year is not None and age_year < weeks_parameters().adult_year:
        yield Caution(
            "under_age",
            _(
                "Under 18: nothing behind this plan was measured in children, and many races have a lowest age. Ask a clinician before "
                "following any of it, and do not race in heat."
            ),
            "clinician_soon",
        )
    if not brief.may_drink:
        yield Caution(
            "drinking_by_clinician",
            _(
                "You named {names}: with that, how much to drink and how much salt to take is for your clinician to say. This plan names no "
                "drinks; ask before the race. Do not stop a medicine because of this plan."
            ).format(names=", ".join(drinks_left_to_clinicians(brief.athlete))),
            "clinician_soon",
        )
    if named := diluting(brief.athlete):
        yield Caution(
            "diluting_medicine",
            _(
                "You named {names}: with it, blood sodium falls more easily when more is drunk than thirst asks for. Ask your clinician "
                "before a long race. Do not stop a medicine because of this plan."
            ).format(names=", ".join(named)),
            "clinician_soon",
        )


def _of_the_day(brief: Brief, found: Settled) -> Iterator[Caution]:
    ends_s = weather_ends_s(brief.weather, brief.start)
    if ends_s < found.duration_s:
        yield Caution(
            "weather_ends_early",
            _(
                "The weather that was given ends {ends} after the start; its last value is kept from there to the finish at {finish}."
            ).format(ends=elapsed_text(max(ends_s, 0.0)), finish=elapsed_text(found.duration_s)),
            "note",
        )
    coldest_c = float(found.minutes.weather.air_c.min())
    if coldest_c < brief.parameters.cold_air_c[0]:
        yield Caution(
            "cold_weather",
            _(
                "At {air} °C heat and sweat rest on how warmly you are taken to dress, more the colder it is, and were not measured in "
                "races: sweat may be far less in thin clothes. Frost and wind harm skin before a plan does."
            ).format(air=str(round(coldest_c)).replace("-", "−")),
            "note",
        )
    hottest_c = float(wet_bulb_globe_c(found.minutes.weather).max())
    if hottest_c >= weeks_parameters().highest_session_wbgt_c:
        yield Caution(
            "hot_weather",
            _(
                "This weather is dangerous for racing (heat index WBGT about {level:.0f} °C), whatever this plan makes of it. Choose another "
                "hour or day, or do not race for time; never alone, and not after illness. "
            ).format(level=hottest_c)
            + _(SIGNS_OF_HEAT),
            "clinician_soon",
        )


def _of_the_time(brief: Brief, found: Settled) -> Iterator[Caution]:
    walked_frac = brief.walked_frac(found.duration_s)
    if walked_frac > HALF:
        yield Caution(
            "planned_as_walk",
            _(
                "At so slow a pace {walked:.0f} % of the way is taken as walked, which makes less heat than running. Walk as much: who runs "
                "more of it gets hotter than the plan says, and what is called safe here need not be."
            ).format(walked=100.0 * walked_frac),
            "self_care",
        )
    able_frac = brief.people(found.minutes).able_frac
    if able_frac < brief.parameters.able_share_frac[0]:
        yield Caution(
            "goal_is_hard",
            _(
                "This time is hard for the athlete as described: {able:.0f} % of the draws could keep it up on an ordinary day."
            ).format(able=100.0 * able_frac),
            "note",
        )
    if brief.plans_drinks(found.duration_s) and found.choice == Choice():
        yield Caution(
            "nothing_helps",
            _("Nothing that was tried lowers the chance at this finish time: even effort and drinking by thirst is the plan."),
            "note",
        )
