package io.yumen.backend.life;

/** How a request takes a lane. */
enum Hold {
    /** It cannot lead to a question, or it does not matter whom the question goes to: it goes at once. */
    FREE,
    /** It may lead to questions, which its client cannot be asked: together with others of that kind. */
    TOGETHER,
    /** It may lead to questions to its client, so that nobody else's may be under way on the same connection. */
    ALONE
}
