/** The texts of the Scripts tab in their order: scripts, help, those of apps, environment files. Pure. */
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import type { CodeLanguage } from './code-tokens.ts'
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

/** Groups without entries are left out. */
export function scriptGroups(inspection: Inspection): readonly ScriptGroup[] {
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
  return [own, apps, environment].filter((group) => group.entries.length > 0)
}

const fileName = (path: string): string => path.split('/').at(-1) ?? path
