# What survival and maxstat say where a curve begins and ends, and of the cut-point searched for.
# usage: Rscript survival_ends.R OUTDIR [MODE]
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
suppressMessages({library(survival); library(maxstat)})

# Quantiles of survival curves at the ends, 0 and 1, and between.
P <- c(0, 0.1, 1/3, 0.5, 1)
seed(901)
D <- list(
  all_events = list(time = c(1, 2, 3, 4), event = c(1, 1, 1, 1)),
  censored_first = list(time = c(1, 2, 3, 4), event = c(0, 1, 0, 1)),
  censored_last = list(time = c(1, 2, 3, 4), event = c(1, 1, 0, 0)),
  none = list(time = c(1, 2, 3), event = c(0, 0, 0)),
  at_zero = list(time = c(0, 1, 2), event = c(1, 1, 1)),
  last_only = list(time = c(1, 2, 3, 4, 5), event = c(0, 0, 0, 0, 1)),
  one_in_the_middle = list(time = c(1, 2, 3, 4, 5), event = c(0, 0, 1, 0, 0)),
  simulated = list(time = round(rexp(40), 3), event = rbinom(40, 1, 0.6)))
quantiles <- lapply(names(D), function(n) {
  d <- D[[n]]
  by <- lapply(c(log = "log", "log-log" = "log-log", plain = "plain"), function(ct) {
    q <- quantile(survfit(Surv(d$time, d$event) ~ 1, conf.type = ct), P)
    list(time = A(as.numeric(q$quantile)), lower = A(as.numeric(q$lower)), upper = A(as.numeric(q$upper)))
  })
  list(id = n, input = list(time = A(d$time), event = A(as.integer(d$event)), p = A(P)), expected = by)
})
write_golden("survival_quantiles", quantiles, "survival")

# Times without ties: maxstat gives tied ones another score.
cut <- function(id, n, effect, marker) {
  m <- marker(n)
  time <- rexp(n) * exp(-effect * m); censor <- rexp(n, 0.4)
  d <- data.frame(time = pmin(time, censor), event = as.integer(time <= censor), m = m)
  stopifnot(!anyDuplicated(d$time))
  test <- function(pm, lo = 0.1, hi = 0.9) maxstat.test(Surv(time, event) ~ m, data = d, smethod = "LogRank", pmethod = pm, minprop = lo, maxprop = hi)
  one <- function(lo, hi) {
    a <- test("Lau92", lo, hi); b <- test("Lau94", lo, hi)
    list(shares = A(c(lo, hi)), statistic = unname(a$statistic), cut_point = unname(a$estimate),
         cut_points = A(a$cuts), statistics = A(abs(unname(a$stats))), p_lau92 = unname(a$p.value), p_lau94 = unname(b$p.value))
  }
  list(id = id, input = list(time = A(d$time), event = A(d$event), marker = A(d$m)), expected = list(usual = one(0.1, 0.9), narrow = one(0.25, 0.75)))
}
seed(902)
write_golden("survival_cut_point", list(
  cut("none", 60, 0, function(n) rnorm(n)),
  cut("strong", 80, 1, function(n) rnorm(n)),
  cut("tied_marker", 100, 0.5, function(n) round(rnorm(n), 1)),
  cut("few_values", 50, 0.7, function(n) sample(1:6, n, TRUE)),
  cut("small", 12, 1, function(n) rnorm(n)),
  cut("large", 400, 0.2, function(n) rnorm(n))), c("survival", "maxstat"))
