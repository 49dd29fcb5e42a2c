/** What keyservers last said of a key, each for itself, where they differ, and when that was. They are asked on request. */
import './keyring.css'
import { useState } from 'react'
import { answersDisagree } from '../../../src-shared/model/keyserver.ts'
import { formatRelative } from '../../../src-shared/text/format.ts'
import { answerText, disagreementText, keyserverText as text } from '../../../src-shared/text/keyserver.ts'
import { useClient } from '../../app/connection.ts'
import { useCall } from '../../app/use-call.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'

export function ServerAnswers({ fingerprint }: { readonly fingerprint: string }) {
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { value: answers } = useCall('keyring.answers', { fingerprint }, { refetchOn: ['keyring.changed'] })
  if (answers === null) return null
  const ask = async (): Promise<void> => {
    setBusy(true)
    const answer = await client.call('keyring.fetch', { fingerprint })
    setBusy(false)
    setProblem(answer.ok ? null : answer.error.message)
  }
  // A matter that the list says line by line is not said again.
  const matters = answersDisagree(answers).filter(({ kind }) => kind !== 'missing')
  const [newest] = answers
  return (
    <section className="section" aria-label={text.saidTitle}>
      <h3>{text.saidTitle}</h3>
      {newest === undefined ? (
        <p className="quiet">{text.saidNever}</p>
      ) : (
        <>
          <ul className="server-answers">
            {answers.map((answer) => (
              <li key={answer.server}>
                <Icon name={answer.outcome.kind === 'has' ? (answer.outcome.revoked ? 'warning' : 'check') : 'cross'} />
                <span>{answerText(answer)}</span>
              </li>
            ))}
          </ul>
          {matters.length > 0 && (
            <ul className="key-differences" aria-label={text.disagree}>
              {matters.map((matter) => (
                <li key={disagreementText(matter)} data-family={matter.kind === 'revoked' ? 'bad' : undefined}>
                  {disagreementText(matter)}
                </li>
              ))}
            </ul>
          )}
          <p className="quiet small">{text.saidAt(formatRelative(newest.askedAt).toLowerCase())}</p>
        </>
      )}
      {problem !== null && <p role="alert">{problem}</p>}
      <Button isPending={isBusy} onPress={() => void ask()}>
        {newest === undefined ? text.askNow : text.askAgain}
      </Button>
    </section>
  )
}
