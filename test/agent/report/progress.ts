import t from 'tap'
import { progressLine } from '../../../agent/report/progress.ts'
import { widthOf } from '../../../agent/report/text/width.ts'

const state = { done: 36, total: 91, seconds: 1.84, counts: { open: 34, blocked: 2 } }

t.test('one line, worst first', async (t) => {
  t.equal(
    progressLine(state, { columns: 80, color: false, unicode: false }),
    '[#######-------------] 36/91 2 blocked, 34 open, 1.8 s',
  )
  t.equal(
    progressLine({ ...state, done: 0, total: 0, counts: {} }, { columns: 80, color: false, unicode: false }),
    '[####################] 0/0 0.0 s'.replace('0.0', '1.8'),
  )
})

t.test('never wider than the terminal', async (t) => {
  for (let columns = 4; columns < 100; columns++)
    t.ok(widthOf(progressLine(state, { columns, color: false, unicode: true })) <= columns, String(columns))
})

t.test('colours only where there is colour', async (t) => {
  // eslint-disable-next-line no-control-regex
  t.match(progressLine(state, { columns: 80, color: true, unicode: true }), /\u001b\[1;31m2 blocked/)
})
