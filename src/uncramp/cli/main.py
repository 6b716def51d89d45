"""The command ``uncramp``: its sub-commands, and what happens when one fails."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

import click

from uncramp import __version__
from uncramp.cli.athlete import athlete
from uncramp.cli.check import check
from uncramp.cli.cite import cite
from uncramp.cli.cohort import cohort
from uncramp.cli.completion import completion
from uncramp.cli.diary import diary
from uncramp.cli.evidence import evidence
from uncramp.cli.failures import Failure, failure_of
from uncramp.cli.learn import learn
from uncramp.cli.options import options
from uncramp.cli.prevent import prevent
from uncramp.cli.reflex import reflex
from uncramp.cli.relieve import relieve
from uncramp.cli.schema import schema
from uncramp.cli.serve import serve
from uncramp.cli.validate import validate
from uncramp.cli.why import why
from uncramp.errors import StoreError
from uncramp.texts import _

_NO_ROOM: Final = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO") if hasattr(errno, name))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="uncramp")
@options("language", "debug")
@click.pass_context
def uncramp(ctx: click.Context, language: str | None, debug: bool) -> None:  # noqa: ARG001 - debug is read where an error is told
    """Muscle cramps in exercise: why they come, what to do now, and when to see a doctor, with the source of every number.

    \b
    Examples:
      uncramp why morning_run.fit
      uncramp why marathon.fit --cramped calf:left@3:05:00 --athlete athlete.toml
      uncramp why 42.195km --time 3:45:00 --air-temp 28 --humidity 60
      uncramp prevent race 42.195km --goal 3:45:00 --start 2027-05-02T09:00 --air-temp 20
      uncramp relieve left calf
      uncramp check
      uncramp diary add morning_run.fit
      uncramp learn why
      uncramp reflex experiment stretch
      uncramp cohort marathon --athletes 200
      uncramp validate --only V05
      uncramp athlete new
      uncramp evidence heat

    For research and education; not a medical device. Your data stay on this machine.
    """  # noqa: D301 - click reads \b: keep these lines
    from uncramp.texts import ENGLISH, speaking, spoken_language

    if language:
        ctx.with_resource(speaking(language))
        if ENGLISH not in (language, language.partition("_")[0]) and spoken_language() == ENGLISH:
            # no failure: in pain or danger English is better than nothing
            click.echo(f"Note: there is no translation into {language!r} yet; this is English.", err=True)


for command in (
    why, prevent, relieve, check, diary, learn, reflex, cohort, validate, evidence, cite, athlete, serve, schema, completion
):  # fmt: skip
    uncramp.add_command(command)


def run(words: Sequence[str]) -> int:
    """Run the command line ``words`` and return the exit code."""
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:  # what reads our output (``head``, a pager) has stopped reading: no failure
        _drop_stdout()
        return 0
    except OSError as error:
        _drop_stdout()
        unwritten = StoreError(
            _("The output cannot be written: {strerror}. Send it to a place with enough room.").format(
                strerror=error.strerror or error
            )
        )
        return _tell(failure_of(unwritten), unwritten, as_json=False)  # there is no place for JSON
    return code


def _run(words: Sequence[str]) -> int:
    heard = sys.stdout
    try:
        code = uncramp.main(args=list(words), prog_name="uncramp", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as exit_:
        if sys.stdout is not heard:  # click muffles what nobody reads any more, and takes that for a failure
            raise BrokenPipeError(errno.EPIPE, "nobody reads the output") from None
        return exit_.code if isinstance(exit_.code, int) else 1
    except click.exceptions.NoArgsIsHelpError as error:  # a bare group: help was asked for, nothing went wrong
        click.echo(error.format_message())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if _is_of_stdout(error):
            raise
        if failure_of(error).kind == "internal" and _debugging(words):
            traceback.print_exc()
        return _tell(failure_of(error), error, as_json="--json" in words)
    return code if isinstance(code, int) else 0


def _is_of_stdout(error: BaseException) -> bool:
    """Whether printing failed: such an error names no file."""
    return isinstance(error, BrokenPipeError) or (isinstance(error, OSError) and error.filename is None and error.errno in _NO_ROOM)


def _debugging(words: Sequence[str]) -> bool:
    return "--debug" in words or os.environ.get("UNCRAMP_DEBUG", "").lower() in ("1", "true", "yes", "on")


def _tell(failure: Failure, error: BaseException, *, as_json: bool) -> int:
    if as_json:
        from uncramp.report.schema import error_document, to_json

        click.echo(to_json(error_document(failure.kind, failure.message, failure.hint)).encode(), nl=False)
        return failure.exit_code
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
    click.echo(_laid_out(f"Error: {failure.message}") if failure.kind != "interrupted" else f"\n{failure.message}", err=True)
    # what an error of ours says to do already stands in its message
    if failure.hint and (failure.kind == "internal" or isinstance(error, click.ClickException)):
        click.echo(_laid_out(failure.hint), err=True)
    return failure.exit_code


def _laid_out(message: str) -> str:
    """``message`` in lines that end between words on a terminal; as it is where it is piped, to be searched."""
    if not sys.stderr.isatty():
        return message
    import shutil
    import textwrap

    width = max(shutil.get_terminal_size().columns - 1, 20)
    lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""] for line in message.splitlines())
    return "\n".join(part for line in lines for part in line)


def _drop_stdout() -> None:
    """Send nowhere what the interpreter flushes once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Entry point of the command ``uncramp``."""
    sys.exit(run(sys.argv[1:]))
