import { type Frame, page } from './layout.js'

/** A page below `enforce()`. */
export const ordersPage = (frame: Frame): string =>
  page({
    title: 'Orders',
    ...frame,
    children: (
      <table>
        <tbody>
          <tr>
            <td>1001</td>
            <td>Twelve apple trees</td>
          </tr>
          <tr>
            <td>1002</td>
            <td>A ladder</td>
          </tr>
        </tbody>
      </table>
    ),
  })

/** A page for the members of one organization. */
export const membersPage = (frame: Frame, tenant: string): string =>
  page({ title: `For ${tenant}`, ...frame, children: <p>Only members of {tenant} read this, as its policy says.</p> })

/** A page that nobody starts at: after signing in one is led back to it. */
export const reportPage = (frame: Frame): string =>
  page({ title: 'Report for January', ...frame, children: <p>Snow until the 20th, then rain. No apples.</p> })

/** A page that wants a code of the last five minutes. */
export const payrollPage = (frame: Frame): string =>
  page({ title: 'Payroll', ...frame, children: <p>Whoever reads this has shown a code in the last five minutes.</p> })
