"""``uncramp completion``: what makes a shell complete commands, flags and choices."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from uncramp.errors import InputError
from uncramp.texts import _

VARIABLE = "_UNCRAMP_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete uncramp's commands, flags and choices.

    \b
    Once, for each shell:
      bash   uncramp completion bash >> ~/.bashrc
      zsh    uncramp completion zsh >> ~/.zshrc
      fish   uncramp completion fish > ~/.config/fish/completions/uncramp.fish

    The shell then asks uncramp itself through the variable _UNCRAMP_COMPLETE.
    """  # noqa: D301 - click reads \b: keep these lines
    kind = get_completion_class(shell)
    if kind is None:
        raise InputError(_("there is no completion for {shell}. Use bash, zsh or fish.").format(shell=shell))
    # the template alone: source() would start the shell to ask for its version
    made = kind(ctx.find_root().command, {}, "uncramp", VARIABLE)
    click.echo(made.source_template % made.source_vars())
