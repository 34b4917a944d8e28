-- contract_answers: what every record answers to each question its contract asks.
-- Reads:   heads    one row per record (contract_heads with place and turn)
--          asked    one row per term and question: term, question_no
--          worded   one row per term, question and delivered wording of it: term, question_no, question
--          answers  one row per delivered answer (tables.ANSWERS)
-- Returns: one row per record and question, ordered by place, question_no: place, term, question_no, answer (null: none)
with given as (
    select worded.term, worded.question_no, answers.delivery, answers.line, min(answers.answer) as answer
    from answers
    join worded on worded.question = answers.question
    group by all
)

select heads.place, heads.term, asked.question_no, given.answer
from heads
join asked on asked.term = heads.term
left join given on given.term = heads.term and given.question_no = asked.question_no
    and given.delivery = heads.delivery and given.line = heads.line
order by heads.place, asked.question_no
