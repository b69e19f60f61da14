import t from 'tap'
import { expositionFor, takesGzip } from '../../../agent/serve/accept.ts'

t.test('OpenMetrics for those who ask for it', async (t) => {
  const prometheus2 =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
  const prometheus3 =
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.1'
  for (const accept of [prometheus2, prometheus3, 'application/openmetrics-text'])
    t.equal(expositionFor(accept), 'openmetrics', accept)
  for (const accept of [
    undefined,
    '*/*',
    'text/plain',
    'text/html,application/xhtml+xml,*/*;q=0.8',
    'application/openmetrics-text;q=0',
    'text/plain,application/openmetrics-text;q=0.5',
    'application/openmetrics-text;q=nonsense',
    ','.repeat(100_000),
  ])
    t.equal(expositionFor(accept), 'classic', (accept ?? 'none').slice(0, 80))
})

t.test('gzip for those who take it', async (t) => {
  for (const accept of ['gzip', 'deflate, gzip;q=0.5', '*', 'GZIP']) t.ok(takesGzip(accept), accept)
  for (const accept of [undefined, '', 'identity', 'gzip;q=0', 'gzip;q=0, *'])
    t.notOk(takesGzip(accept), accept ?? 'none')
})
