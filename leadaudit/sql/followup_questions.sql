-- followup_questions: what some records answered to the questions of a vendor.
-- Reads:   wanted   delivery, line of the records; may repeat, and hold nulls
--          answers  one row per answer (tables.ANSWERS)
-- Returns: one row per answer, ordered by delivery, line, column_no: delivery, line, column_no, question, answer
select answers.delivery, answers.line, answers.column_no, answers.question, answers.answer
from answers
semi join wanted using (delivery, line)
order by answers.delivery, answers.line, answers.column_no
