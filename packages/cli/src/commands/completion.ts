import { Argument, Command } from 'commander'
import { SHELLS, type Shell } from '../complete/completion-script.ts'
import type { Io } from '../io.ts'

const EXAMPLES = `
Examples:
  source <(hopscope completion bash)                    for this shell, or in ~/.bashrc
  source <(hopscope completion zsh)                     for this shell, or in ~/.zshrc
  hopscope completion fish > ~/.config/fish/completions/hopscope.fish`

/** `hopscope completion`: what a shell has to read to complete command lines. */
export function completionCommand(io: Io): Command {
  return new Command('completion')
    .description('print a script with which a shell completes command lines')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../complete/completion-script.ts')
      io.stdout.write(completionScript(shell))
    })
}
