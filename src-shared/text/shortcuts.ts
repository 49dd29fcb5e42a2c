/** The keyboard, as the sheet of shortcuts shows it. Keys are named as they stand on the keyboard. */

export interface ShortcutGroup {
  readonly title: string
  readonly shortcuts: readonly { readonly what: string; readonly keys: readonly string[] }[]
}

/** @param command the key that commands are given with: `Ctrl`, or `⌘` on a Mac */
export function shortcutGroups(command: string): readonly ShortcutGroup[] {
  return [
    {
      title: 'Everywhere',
      shortcuts: [
        { what: 'Command bar', keys: [command, 'K'] },
        { what: 'Filter this view', keys: [command, 'F'] },
        { what: 'Back', keys: ['Alt', '←'] },
        { what: 'Forward', keys: ['Alt', '→'] },
        { what: 'Next region', keys: ['F6'] },
        { what: 'Step back, close', keys: ['Esc'] },
        { what: 'This sheet', keys: ['?'] },
      ],
    },
    {
      title: 'Lists and trees',
      shortcuts: [
        { what: 'Move', keys: ['↑', '↓'] },
        { what: 'Unfold, fold', keys: ['→', '←'] },
        { what: 'First, last', keys: ['Home', 'End'] },
        { what: 'Jump to a name', keys: ['A…Z'] },
        { what: 'Open', keys: ['Enter'] },
        { what: 'Preview', keys: ['Space'] },
        { what: 'Add to selection', keys: ['Shift', '↑ ↓'] },
        { what: 'Select all', keys: [command, 'A'] },
        { what: 'All actions', keys: ['Shift', 'F10'] },
      ],
    },
    {
      title: 'Views',
      shortcuts: [{ what: 'Library … Settings', keys: [command, '1…6'] }],
    },
    {
      title: 'Definition',
      shortcuts: [
        { what: 'What can stand here', keys: [command, 'Space'] },
        { what: 'Next problem', keys: ['F8'] },
        { what: 'Correct the line', keys: [command, '.'] },
        { what: 'Find and replace', keys: [command, 'F'] },
        { what: 'Leave the editor', keys: ['Esc', 'Tab'] },
        { what: 'Save', keys: [command, 'S'] },
        { what: 'Build', keys: [command, 'Enter'] },
      ],
    },
    {
      title: 'Image map',
      shortcuts: [
        { what: 'Next part', keys: ['→'] },
        { what: 'First, last part', keys: ['Home', 'End'] },
        { what: 'Open the part', keys: ['Enter'] },
      ],
    },
  ]
}

export const shortcutsText = {
  title: 'Keyboard',
  find: 'Find a shortcut',
  note: 'Every action also stands in ⋯ with its shortcut.',
  none: 'No shortcut of that name.',
} as const
