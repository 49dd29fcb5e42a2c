/** Says that a text holds characters nobody would see, which are shown by their code. */
import { inspectText } from '../../../src-shared/text/inspect.ts'
import { SourceNotice } from '../../components/source-notice.tsx'

export function HiddenNotice() {
  return <SourceNotice kind="failed" title={inspectText.hiddenCharacters} />
}
