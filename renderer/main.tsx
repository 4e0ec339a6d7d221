import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { present } from '../shared/lib/assert.ts';
import { openTillHost } from './bridge/till-bridge.ts';
import { composeTill } from './composition.ts';
import { App } from './ui/App.tsx';
import { NoHost } from './ui/NoHost.tsx';
import './ui/tokens.css';

const root = createRoot(present(document.querySelector('#root'), 'the root element'));
const host = await openTillHost();
if (host === null) root.render(<NoHost />);
else {
  const { store, start } = composeTill(host);
  root.render(
    <StrictMode>
      <App store={store} />
    </StrictMode>,
  );
  start().catch((error: unknown) => console.error('the till stopped:', error));
}
