/** Where a build begins: a few questions, a file, an image's definition, or a template. */
import { definitionTemplates } from '../../../../src-shared/definition/templates.ts'
import { buildStartText } from '../../../../src-shared/text/build-start.ts'
import { useConnection } from '../../../app/connection.ts'
import { Button } from '../../../components/button.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { Icon } from '../../../components/icon.tsx'
import { ViewHead } from '../../../components/view-head.tsx'
import { ImageChoice } from './image-choice.tsx'
import { startFromPath, startWith, useStart } from './new-draft.ts'

/** Asks for a file in the way that this face has. */
export async function askForFile(): Promise<void> {
  const { shell } = useConnection.getState()
  if (shell === null) return useStart.setState({ sheet: 'open' })
  const answer = await shell.ask({ verb: 'chooseFiles', select: 'file', title: buildStartText.fileTitle })
  if (!answer.ok) return useStart.setState({ error: answer.error })
  const [path] = answer.value
  if (path !== undefined) await startFromPath(path)
}

export function StartPage() {
  const error = useStart((state) => state.error)
  return (
    <>
      <ViewHead title={buildStartText.title} />
      <div className="pane start-page">
        <p className="quiet start-text">{buildStartText.text}</p>
        <ErrorNotice error={error} />
        <div className="start-ways">
          <div className="stack start-column">
            <section className="start-way">
              <h2>{buildStartText.question}</h2>
              <p className="quiet">{buildStartText.questionText}</p>
              <Button variant="primary" onPress={() => useStart.setState({ sheet: 'question' })}>
                {buildStartText.questionAction}
              </Button>
            </section>
            <section className="start-way">
              <h2>{buildStartText.file}</h2>
              <p className="quiet">{buildStartText.fileText}</p>
              <Button icon="file-text" onPress={() => void askForFile()}>
                {buildStartText.fileAction}
              </Button>
            </section>
            <section className="start-way">
              <h2>{buildStartText.image}</h2>
              <p className="quiet">{buildStartText.imageText}</p>
              <ImageChoice />
            </section>
          </div>
          <section className="start-way start-column">
            <h2>{buildStartText.templates}</h2>
            <ul className="start-list">
              {definitionTemplates.map(({ id, title, about, text }) => (
                <li key={id}>
                  <button type="button" onClick={() => void startWith({ name: `${id}.def`, text })}>
                    <Icon name="file-text" />
                    <span className="stack">
                      <span className="medium">{title}</span>
                      <span className="quiet small">{about}</span>
                    </span>
                  </button>
                </li>
              ))}
              <li>
                <button type="button" onClick={() => void startWith({ name: 'image.def', text: '' })}>
                  <Icon name="plus" />
                  <span className="medium">{buildStartText.blank}</span>
                </button>
              </li>
            </ul>
          </section>
        </div>
      </div>
    </>
  )
}
