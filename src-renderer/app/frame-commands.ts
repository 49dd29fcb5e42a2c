/** The frame's own commands: going to views, back and forward, the sheet of shortcuts. */
import { frameText } from '../../src-shared/text/frame.ts'
import { commandKey } from '../components/app-frame.tsx'
import { type Command, type CommandProvider, matchesWords } from './commands.ts'
import { showShortcuts } from './frame-state.ts'
import { navigationEntries } from './navigation-entries.ts'
import { navigate } from './router.ts'

interface Searchable extends Command {
  readonly words: string
}

function all(): readonly Searchable[] {
  return [
    ...navigationEntries.map((entry) => ({
      id: `view-${entry.address}`,
      title: frameText.goTo(entry.label),
      words: frameText.goTo(entry.label),
      icon: entry.icon,
      shortcut: `${commandKey} ${entry.place}`,
      run: () => navigate(entry.address),
    })),
    {
      id: 'shortcuts',
      title: frameText.shortcuts,
      words: frameText.shortcuts,
      icon: 'help',
      shortcut: '?',
      run: () => showShortcuts(true),
    },
  ]
}

export const frameCommands: CommandProvider = {
  id: 'frame',
  title: frameText.commands,
  order: 50,
  find: (input, limit) => {
    if (input.kind !== 'empty' && input.kind !== 'words') return { commands: [] }
    return {
      commands: all()
        .filter((command) => matchesWords(command.words, input.text))
        .slice(0, limit),
    }
  },
}
