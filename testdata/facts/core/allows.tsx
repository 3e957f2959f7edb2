'use client';
// review: allow(a-rule) above
const page = (
  <div>
    {/* review: allow(b-rule) in a page */}
    <Old />
    <New /> {/* review: allow(c-rule) behind */}
  </div>
);
/*
 * review: allow(d-rule) in a block
 */
const a = 1; /* review: allow(e-rule) */ // review: allow(f-rule) twice
