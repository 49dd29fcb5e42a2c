/** Words of the editor of definitions, those of its search panel included. */

export const editorText = {
  label: 'Definition file',
  keyboardHelp:
    'Tab indents; press Escape and then Tab to leave the editor. Control and Space lists what can stand here, F8 goes to the next problem, Control and full stop corrects the line.',
} as const

/** By the names that the editor's library asks for. */
export const editorPhrases: Readonly<Record<string, string>> = {
  Find: 'Find',
  Replace: 'Replace with',
  next: 'Next',
  previous: 'Previous',
  all: 'All',
  'match case': 'Letter case',
  regexp: 'Pattern',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close',
  'current match': 'this one',
  'replaced $ matches': 'replaced $',
  'replaced match on line $': 'replaced in line $',
  'on line': 'in line',
  'Go to line': 'Go to line',
  go: 'Go',
  Completions: 'What can stand here',
  Diagnostics: 'Problems',
  'No diagnostics': 'No problems',
}
