/** A definition in colours, to read only. */
import '../../components/code/code.css'
import { highlightDefinition } from '../../components/code/highlight-definition.ts'

export function CodeText({ text }: { readonly text: string }) {
  let at = 0
  return (
    <pre className="definition-text">
      {highlightDefinition(text).map((line) => {
        const spans = line.map((token) => {
          at += token.text.length
          return (
            <span key={at} className={`token-${token.kind}`}>
              {token.text}
            </span>
          )
        })
        at += 1
        return (
          <span key={at}>
            {spans}
            {'\n'}
          </span>
        )
      })}
    </pre>
  )
}
