/** The second line of the head while something is searched: where and in what, how far it is, and stopping it. */
import './files.css'
import { filesText } from '../../../src-shared/text/files.ts'
import { formatCount } from '../../../src-shared/text/format.ts'
import { Button } from '../../components/button.tsx'
import { Check } from '../../components/choice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { mostFound, type SearchState } from './search-store.ts'

export type SearchIn = 'names' | 'contents'

export interface FindBarProps {
  readonly searchIn: SearchIn
  readonly onSearchIn: (searchIn: SearchIn) => void
  /** Name of the folder that is shown; null at the top, where there is no choice. */
  readonly folder: string | null
  readonly isHereOnly: boolean
  readonly onHereOnly: (isHereOnly: boolean) => void
  readonly search: SearchState
  /** How many entries the image has; null until known. */
  readonly total: number | null
  readonly onStop: () => void
  readonly onStart: () => void
}

/** How far a search is, in words. */
export function searchWords({ phase, entries, looked, limitReached }: SearchState, total: number | null): string {
  const found = limitReached ? filesText.foundMore(mostFound) : filesText.found(entries.length)
  switch (phase) {
    case 'idle':
    case 'failed':
      return ''
    case 'running': {
      const far = total === null || total < looked ? formatCount(looked) : filesText.of(looked, total)
      return `${found} · ${filesText.looked(far)}`
    }
    case 'stopped':
      return `${found} · ${filesText.stoppedByYou}`
    case 'over':
      return found
  }
}

export function FindBar(props: FindBarProps) {
  const { search } = props
  return (
    <div className="find-bar">
      <Segmented
        label={filesText.searchIn}
        segments={[
          { value: 'names', label: filesText.inNames },
          { value: 'contents', label: filesText.inContents },
        ]}
        value={props.searchIn}
        onChange={props.onSearchIn}
      />
      {props.folder !== null && (
        <Check isChecked={props.isHereOnly} onChange={props.onHereOnly}>
          {filesText.onlyIn(props.folder)}
        </Check>
      )}
      <span className="quiet grow cut" role="status">
        {searchWords(search, props.total)}
      </span>
      {search.phase === 'running' && (
        <Button size="small" onPress={props.onStop}>
          {filesText.stop}
        </Button>
      )}
      {(search.phase === 'stopped' || (search.phase === 'idle' && props.searchIn === 'contents')) && (
        <Button size="small" onPress={props.onStart}>
          {search.phase === 'stopped' ? filesText.searchAgain : filesText.search}
        </Button>
      )}
    </div>
  )
}
