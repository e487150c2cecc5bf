/** A part of the page under its title, with one button beside it where something can be done. */

import type { ComponentChildren } from "preact";

type Props = { title: string; action?: ComponentChildren; children: ComponentChildren };

export function Part({ title, action, children }: Props) {
  return (
    <section class="part">
      <div class="part-head">
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
