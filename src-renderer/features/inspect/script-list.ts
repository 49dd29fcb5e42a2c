/** The texts of the Scripts tab in their order: scripts, help, those of apps, environment files. Pure. */
import type { MetadataDifference } from '../../../src-shared/model/inside.ts'
import type { ImageMetadata, Inspection } from '../../../src-shared/model/inspection.ts'
import { assertNever } from '../../../src-shared/model/result.ts'
import { insideText } from '../../../src-shared/text/inside.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import type { CodeLanguage } from '../../components/code/code-tokens.ts'
import { isGeneratedRunscript, meaningfulLines } from './facts.ts'

export interface ScriptEntry {
  /** Stable within an image; part of the address. */
  readonly id: string
  readonly title: string
  readonly text: string
  readonly language: CodeLanguage
  /** When it is used. */
  readonly use: string
  /** Does nothing: only a first line and comments. */
  readonly isEmpty: boolean
  readonly isGenerated: boolean
}

export interface ScriptGroup {
  /** Null for the scripts of the image itself. */
  readonly heading: string | null
  readonly entries: readonly ScriptEntry[]
}

function entry(id: string, title: string, text: string | null, use: string, language: CodeLanguage): ScriptEntry[] {
  if (text === null || text.trim() === '') return []
  const isShell = language === 'shell'
  return [
    {
      id,
      title,
      text,
      language,
      use,
      isEmpty: isShell && meaningfulLines(text).length === 0,
      isGenerated: isShell && isGeneratedRunscript(text),
    },
  ]
}

/**
 * Groups without entries are left out.
 * @param inside what the file system says, where that was read
 * @param differences which of it is other than what the image says of itself; those are listed too
 */
export function scriptGroups(
  inspection: Inspection,
  inside: ImageMetadata | null = null,
  differences: readonly MetadataDifference[] = [],
): readonly ScriptGroup[] {
  const { runsWhen } = inspectText
  const own: ScriptGroup = {
    heading: null,
    entries: [
      ...entry('run', inspectText.scriptRun, inspection.runscript, runsWhen.run, 'shell'),
      ...entry('start', inspectText.scriptStart, inspection.startscript, runsWhen.start, 'shell'),
      ...entry('test', inspectText.scriptTest, inspection.test, runsWhen.test, 'shell'),
      ...entry('help', inspectText.scriptHelp, inspection.help, runsWhen.help, 'plain'),
    ],
  }
  const apps: ScriptGroup = {
    heading: inspectText.appsHeading,
    entries: inspection.apps.flatMap((app) => {
      const use = runsWhen.app(app.name)
      const part = (kind: string, title: string, text: string | null, language: CodeLanguage = 'shell') =>
        entry(`app/${app.name}/${kind}`, inspectText.scriptOf(app.name, title), text, use, language)
      return [
        ...part('run', inspectText.scriptRun, app.runscript),
        ...part('start', inspectText.scriptStart, app.startscript),
        ...part('test', inspectText.scriptTest, app.test),
        ...part('help', inspectText.scriptHelp, app.help, 'plain'),
        ...Object.entries(app.environment).flatMap(([file, text]) =>
          entry(`app/${app.name}/${file}`, inspectText.scriptOf(app.name, fileName(file)), text, use, 'shell'),
        ),
      ]
    }),
  }
  const environment: ScriptGroup = {
    heading: inspectText.environmentHeading,
    entries: Object.entries(inspection.environment)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([file, text]) => entry(`environment/${file}`, fileName(file), text, runsWhen.environment, 'shell')),
  }
  const really: ScriptGroup = {
    heading: insideText.differsHeading,
    entries: inside === null ? [] : differences.flatMap((difference) => insideEntry(inside, difference)),
  }
  return [own, apps, environment, really].filter((group) => group.entries.length > 0)
}

/** What the file system has in place of what the image says; labels, apps and the definition are shown elsewhere. */
function insideEntry(inside: ImageMetadata, { part, name }: MetadataDifference): ScriptEntry[] {
  const { runsWhen } = inspectText
  switch (part) {
    case 'runscript':
      return entry('inside/run', inspectText.scriptRun, inside.runscript, runsWhen.run, 'shell')
    case 'startscript':
      return entry('inside/start', inspectText.scriptStart, inside.startscript, runsWhen.start, 'shell')
    case 'test':
      return entry('inside/test', inspectText.scriptTest, inside.test, runsWhen.test, 'shell')
    case 'help':
      return entry('inside/help', inspectText.scriptHelp, inside.help, runsWhen.help, 'plain')
    case 'environment': {
      const text = name === null ? null : (inside.environment[name] ?? null)
      return entry(`inside/${name}`, fileName(name ?? ''), text, runsWhen.environment, 'shell')
    }
    case 'labels':
    case 'apps':
    case 'definition':
      return []
    default:
      return assertNever(part)
  }
}

const fileName = (path: string): string => path.split('/').at(-1) ?? path
