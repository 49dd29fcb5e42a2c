/**
 * What is built of a linked definition: its text with the commit as a label. A definition of somebody else's
 * repository may only copy what is in that repository. Pure.
 */

import { setLabel } from '../../../../src-shared/definition/edit/list-edit.ts'
import { edited } from '../../../../src-shared/definition/edit/result.ts'
import { fileWords, fileWordText } from '../../../../src-shared/definition/file-words.ts'
import { interpretDefinition } from '../../../../src-shared/definition/interpret.ts'
import { programs, type StageMeaning } from '../../../../src-shared/definition/meaning.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'

const revisionLabel = 'org.opencontainers.image.revision'

function sourcesOf({ files, apps }: StageMeaning): readonly string[] {
  const listed = files.flatMap(({ copyFrom, items }) => (copyFrom.kind === 'host' ? items.map(({ src }) => src) : []))
  const ofApps = [...apps.sections].flatMap(([name, text]) => {
    if (!name.startsWith('appfiles')) return []
    return text.split('\n').flatMap((line) => {
      const [word] = fileWords(line)
      return word === undefined ? [] : [fileWordText(line.slice(word.start, word.end))]
    })
  })
  return [...listed, ...ofApps]
}

const leadsOut = (source: string): boolean => /^(?:["']?[/~$\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(source)

/**
 * @throws AppFailure LINK_LEADS_OUT
 */
export function linkedText(text: string, revision: string): string {
  for (const program of programs) {
    const found = interpretDefinition(text, { program })
    // One that cannot be read is refused when it is built, with its own reason.
    if (found.result !== 'ok') continue
    const outside = found.stages.flatMap(sourcesOf).filter(leadsOut)
    if (outside.length > 0) throw failure('LINK_LEADS_OUT', { names: [...new Set(outside)].slice(0, 5).join(', ') })
  }
  const found = interpretDefinition(text, { program: 'singularity' })
  const last = found.result === 'ok' ? found.stages.length - 1 : 0
  return edited(text, setLabel(text, last, revisionLabel, revision))
}
