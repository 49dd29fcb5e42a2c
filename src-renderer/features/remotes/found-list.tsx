/** What was found on this computer, each line with its place and what would be taken over. */
import { firstRunText as text } from '../../../src-shared/text/first-run.ts'
import { withTilde } from '../../app/local-path.ts'
import { useCall } from '../../app/use-call.ts'
import { Check } from '../../components/choice.tsx'
import { MiddleCut } from '../../components/middle-cut.tsx'
import type { Found } from './use-found.ts'

interface FoundListProps {
  readonly found: readonly Found[]
  /** By their ids. */
  readonly ticked: ReadonlySet<string>
  readonly onTicked: (ticked: ReadonlySet<string>) => void
}

export function FoundList({ found, ticked, onTicked }: FoundListProps) {
  const home = useCall('settings.capabilities', {}).value?.homeFolder ?? null
  const tick = (id: string, isTicked: boolean): void => {
    const next = new Set(ticked)
    if (isTicked) next.add(id)
    else next.delete(id)
    onTicked(next)
  }
  return (
    <section aria-labelledby="welcome-found">
      <h2 id="welcome-found">{text.found}</h2>
      <p className="quiet">{found.length === 0 ? text.nothingFound : text.foundText}</p>
      {found.length > 0 && (
        <ul className="welcome-box">
          {found.map(({ id, title, note, path }) => (
            <li key={id} className="welcome-found">
              <Check isChecked={ticked.has(id)} onChange={(isTicked) => tick(id, isTicked)} note={note}>
                <span className="medium">{title}</span>
              </Check>
              <code className="quiet small" title={path}>
                <MiddleCut text={withTilde(path, home)} />
              </code>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
