/** Start-up of the window: connects to the engine, follows the address, and shows the frame. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../components/tokens.css'
import '../components/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startConnection } from './connection.ts'
import { followPullAddresses } from './pull-request.ts'
import { followLocation } from './router.ts'

followLocation()
followPullAddresses()
startConnection()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
