/**
 * The first page: where the user's images live, and what of the command lines and GnuPG is to be taken over.
 * Nothing is asked of a server and nothing is taken over before *Start*; it can be left without an answer.
 */
import './welcome.css'
import { useState } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { AppError } from '../../../src-shared/model/error.ts'
import { firstRunText as text } from '../../../src-shared/text/first-run.ts'
import { frameText } from '../../../src-shared/text/frame.ts'
import { addressOf } from '../../app/address.ts'
import { useClient } from '../../app/connection.ts'
import { navigate } from '../../app/router.ts'
import { useCall } from '../../app/use-call.ts'
import { Brand } from '../../components/brand.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Field } from '../../components/field.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { FoundList } from './found-list.tsx'
import { type Found, useFound } from './use-found.ts'

type Choice = keyof typeof text.worlds

const choices: readonly { readonly world: Choice; readonly icon: IconName }[] = [
  { world: 'sylabs', icon: 'library' },
  { world: 'own', icon: 'server' },
  { world: 'apptainer', icon: 'globe' },
  { world: 'offline', icon: 'cloud-off' },
]

const isChoice = (value: string): value is Choice => value in text.worlds

interface OwnLibrary {
  readonly name: string
  readonly uri: string
}

interface WorldPartProps {
  readonly world: Choice
  readonly onWorld: (world: Choice) => void
  readonly own: OwnLibrary
  readonly onOwn: (own: OwnLibrary) => void
}

function WorldPart({ world, onWorld, own, onOwn }: WorldPartProps) {
  const meaning = text.meanings[world]
  return (
    <section aria-labelledby="welcome-world">
      <h2 id="welcome-world">{text.world}</h2>
      <p className="quiet">{text.worldText}</p>
      <RadioGroup
        className="welcome-box"
        aria-labelledby="welcome-world"
        value={world}
        onChange={(value) => {
          if (isChoice(value)) onWorld(value)
        }}
      >
        {choices.map(({ world: value, icon }) => (
          <Radio key={value} value={value} className="radio welcome-choice">
            <span className="radio-dot" />
            <span>
              <span className="medium">{text.worlds[value].label}</span>
              <span className="choice-note">{text.worlds[value].note}</span>
            </span>
            <Icon name={icon} />
          </Radio>
        ))}
      </RadioGroup>
      {world === 'own' && (
        <div className="welcome-own">
          <Field
            label={text.ownAddress}
            value={own.uri}
            onChange={(uri) => onOwn({ ...own, uri })}
            help={text.ownAddressHelp}
            isCode
          />
          <Field
            label={text.ownName}
            value={own.name}
            onChange={(name) => onOwn({ ...own, name })}
            help={text.ownNameHelp}
          />
        </div>
      )}
      <p className="welcome-meaning quiet">
        <Icon name="info" />
        <span>
          <code>{text.shortName}</code> {meaning.before} {meaning.reference !== '' && <code>{meaning.reference}</code>}{' '}
          {meaning.after}
        </span>
      </p>
    </section>
  )
}

interface QuestionProps {
  readonly answered: Settings['world']
  readonly found: readonly Found[]
}

/** What was answered the last time stands there again. */
function Question({ answered, found }: QuestionProps) {
  const client = useClient()
  const [world, setWorld] = useState<Choice>(isChoice(answered) && answered !== 'own' ? answered : 'sylabs')
  const [own, setOwn] = useState<OwnLibrary>({ name: '', uri: '' })
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(found.map(({ id }) => id)))
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const isReady = world !== 'own' || (own.name.trim() !== '' && own.uri.trim() !== '')
  const leave = (): void => navigate(addressOf.images(), { replace: true })

  const skip = async (): Promise<void> => {
    if (answered === 'unasked') await client.call('remotes.chooseWorld', { world: 'skipped' })
    leave()
  }
  const start = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    const answer = world === 'own' ? { world, name: own.name.trim(), uri: own.uri.trim() } : { world }
    const chosen = await client.call('remotes.chooseWorld', answer)
    let problem = chosen.ok ? null : chosen.error
    for (const one of problem === null ? found.filter(({ id }) => ticked.has(id)) : []) {
      const taken = await one.take(client)
      if (!taken.ok) problem ??= taken.error
    }
    setBusy(false)
    setError(problem)
    if (problem === null) leave()
  }

  return (
    <>
      <main className="welcome-main">
        <div className="welcome-column">
          <h1>{text.title}</h1>
          <p className="quiet lead">{text.lead}</p>
          <ErrorNotice error={error} />
          <div className="welcome-parts">
            <WorldPart world={world} onWorld={setWorld} own={own} onOwn={setOwn} />
            <FoundList found={found} ticked={ticked} onTicked={setTicked} />
          </div>
        </div>
      </main>
      <footer className="welcome-foot">
        <div className="welcome-column line">
          <span className="quiet grow">{found.length === 0 ? '' : text.chosen(ticked.size, found.length)}</span>
          <Button onPress={() => void skip()}>{text.skip}</Button>
          <Button variant="primary" isPending={isBusy} isDisabled={!isReady} onPress={() => void start()}>
            {text.start}
          </Button>
        </div>
      </footer>
    </>
  )
}

export function WelcomeView() {
  const { value: settings } = useCall('settings.get', {})
  const found = useFound()
  return (
    <div className="welcome">
      <header>
        <div className="brand">
          <Brand />
          <span>{frameText.applicationName}</span>
        </div>
      </header>
      {settings === null || found === null ? (
        <main className="welcome-main">
          <div className="welcome-column">
            <SkeletonRows count={6} />
          </div>
        </main>
      ) : (
        <Question answered={settings.world} found={found} />
      )}
    </div>
  )
}
