/** The Definition tab: the definition that is embedded in the image, in colours, to copy whole. */
import './inspect.css'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { hasHiddenCharacters, splitLines } from '../../components/code/code-tokens.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { CodeView } from './code-view.tsx'
import { HiddenNotice } from './hidden-notice.tsx'

export function DefinitionTab({ inspection }: { readonly inspection: Inspection }) {
  const { definition } = inspection
  if (definition === null || definition.trim() === '') {
    return <EmptyState title={inspectText.definitionEmptyTitle} text={inspectText.definitionEmptyText} />
  }
  return (
    <div className="single-view">
      <div className="content-head">
        <span className="quiet grow">{inspectText.definitionMeta(splitLines(definition).length)}</span>
        <CopyButton text={definition} label={inspectText.copyDefinition} hasWord />
      </div>
      {hasHiddenCharacters(definition) && <HiddenNotice />}
      <CodeView text={definition} language="definition" label={inspectText.tabDefinition} />
    </div>
  )
}
