/** A shell that can complete our command lines. */
export type Shell = (typeof SHELLS)[number]

/** Every {@link Shell}. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const

/** What a shell has to read to complete command lines of `hopscope`. */
export function completionScript(shell: Shell): string {
  return `${SCRIPTS[shell].join('\n')}\n`
}

/* oxlint-disable no-template-curly-in-string -- it is the shells that fill these in */
const SCRIPTS: Readonly<Record<Shell, readonly string[]>> = {
  bash: [
    '_hopscope() {',
    "  local IFS=$'\\n'",
    '  COMPREPLY=($("$1" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))',
    '}',
    'complete -o default -F _hopscope hopscope',
  ],
  zsh: [
    '#compdef hopscope',
    '_hopscope() {',
    '  local -a found',
    '  found=(${(f)"$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})',
    '  if (( ! ${#found} )); then',
    '    _files',
    '    return',
    '  fi',
    '  # Words are parted from descriptions by a colon here, and by a tab before.',
    "  found=(${found//:/'\\:'})",
    "  found=(${found//$'\\t'/:})",
    '  _describe hopscope found',
    '}',
    'compdef _hopscope hopscope',
  ],
  fish: [
    'function __hopscope_complete',
    '  set -l words (commandline -opc) (commandline -ct)',
    '  set -l found (hopscope __complete -- $words[2..-1] 2>/dev/null)',
    '  if test (count $found) -eq 0',
    '    __fish_complete_path (commandline -ct)',
    '  else',
    "    printf '%s\\n' $found",
    '  end',
    'end',
    "complete -c hopscope -f -a '(__hopscope_complete)'",
  ],
}
