/** What the command bar offers for builds: beginning one in each of the ways, and opening a path as a definition. */
import { definitionTemplates } from '../../../src-shared/definition/templates.ts'
import { sourceKindOfName } from '../../../src-shared/definition/translate/open-source.ts'
import { buildStartText } from '../../../src-shared/text/build-start.ts'
import { addressOf } from '../../app/address.ts'
import { type Command, type CommandProvider, matchesWords } from '../../app/commands.ts'
import { currentClient } from '../../app/connection.ts'
import { splitFile, withoutTilde } from '../../app/local-path.ts'
import { navigate } from '../../app/router.ts'
import { startFromPath, startWith, useStart } from './start/new-draft.ts'
import { askForFile } from './start/start-page.tsx'

const doings: readonly (Command & { readonly title: string })[] = [
  { id: 'new', title: buildStartText.commandNew, icon: 'builds', run: () => navigate(addressOf.builds()) },
  { id: 'open', title: buildStartText.commandOpen, icon: 'file-text', run: () => void askForFile() },
  {
    id: 'question',
    title: buildStartText.commandQuestion,
    icon: 'builds',
    run: () => useStart.setState({ sheet: 'question' }),
  },
  ...definitionTemplates.map(({ id, title, text }) => ({
    id: `template-${id}`,
    title: buildStartText.commandTemplate(title),
    icon: 'file-text' as const,
    run: () => void startWith({ name: `${id}.def`, text }),
  })),
]

async function openTyped(path: string): Promise<void> {
  const capabilities = await currentClient().call('settings.capabilities', {})
  await startFromPath(withoutTilde(path, capabilities.ok ? capabilities.value.homeFolder : null))
}

export const buildCommands: CommandProvider = {
  id: 'build-commands',
  title: '',
  order: 50,
  find: (input) =>
    input.kind === 'words'
      ? { commands: doings.filter(({ title }) => matchesWords(title, input.text)) }
      : { commands: [] },
}

export const definitionPathCommands: CommandProvider = {
  id: 'definition-path',
  title: '',
  order: 10,
  find: (input) => {
    if (input.kind !== 'path' || sourceKindOfName(splitFile(input.text).name) === null) return { commands: [] }
    return {
      commands: [
        {
          id: 'open-definition',
          title: buildStartText.commandOpenPath,
          icon: 'file-text',
          note: input.text,
          run: () => void openTyped(input.text),
        },
      ],
    }
  },
}
