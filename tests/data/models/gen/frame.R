# usage: Rscript frame.R <out.json>      (R >= 4.2, MASS, Hmisc, car, rms): matrices of formulas, knots of splines, variance inflation
args <- commandArgs(TRUE); here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value=TRUE)[1]))
source(file.path(here, "common.R")); suppressMessages({library(MASS); library(Hmisc); library(car)})
bw <- birthwt; bw$race <- c("white","black","other")[bw$race]; bw$smoker <- ifelse(bw$smoke == 1, "yes", "no")
# text levels sorted as text, as our tables sort them
f <- function(x, ref=NULL) { l <- sort(unique(x)); if (!is.null(ref)) l <- c(ref, setdiff(l, ref)); factor(x, levels=l) }
cases <- list(
 list(name="numbers", ours="~ age + lwt", r=~ age + lwt),
 list(name="factor", ours="~ race + age", r=~ f(race) + age),
 list(name="reference", ours="~ factor(race, \"white\")", r=~ f(race, "white")),
 list(name="numbers as groups", ours="~ factor(ptl)", r=~ f(ptl)),
 list(name="no intercept", ours="~ race + smoker - 1", r=~ f(race) + f(smoker) - 1),
 list(name="no intercept, numbers first", ours="~ age + race - 1", r=~ age + f(race) - 1),
 list(name="product", ours="~ age*smoker", r=~ age*f(smoker)),
 list(name="product of factors", ours="~ race*smoker", r=~ f(race)*f(smoker)),
 list(name="product without main effect", ours="~ age + age:race", r=~ age + age:f(race)),
 list(name="product alone", ours="~ age:race", r=~ age:f(race)),
 list(name="three ways", ours="~ age*lwt*smoker", r=~ age*lwt*f(smoker)),
 list(name="product left out", ours="~ age*lwt*smoker - age:lwt:smoker", r=~ age*lwt*f(smoker) - age:lwt:f(smoker)))
one <- function(cs) { m <- model.matrix(cs$r, bw); i <- match("(Intercept)", colnames(m)); if (!is.na(i)) m <- m[, -i, drop=FALSE]; list(name=cs$name, formula=cs$ours, r=paste(deparse(cs$r), collapse=""), matrix=unname(m)) }
x0 <- c(rep(0, 20), (1:109)^1.5)                        # zeros are more than 5 %
x1 <- c((1:109)^1.5, rep(1200, 20))
x2 <- c(rep(0, 20), (1:109)^1.5, rep(1200, 30))
spl <- list(list(name="lwt", x=bw$lwt), list(name="age, 60 rows", x=bw$age[1:60] + (1:60)/100), list(name="zeros", x=x0), list(name="ceiling", x=x1), list(name="both ends", x=x2), list(name="tied inside", x=c(bw$lwt, rep(121.5, 30))))
splines <- list(); for (s in spl) for (k in 3:7) { e <- attempt(rcspline.eval(s$x, nk=k, inclx=TRUE)); v <- e$value; if (is.list(v) && !is.null(v$error)) next
  if (length(attr(v, "knots")) < k) next
  splines[[length(splines) + 1]] <- list(name=s$name, x=A(s$x), count=k, knots=A(unname(attr(v, "knots"))), basis=unname(matrix(as.vector(v), nrow=length(s$x)))) }
g <- glm(low ~ age + lwt + race + smoke, binomial, within(bw, race <- f(race)))
vi <- list(gvif=A(unname(car::vif(g)[,1])), df=A(unname(car::vif(g)[,2])), per_column=A(unname(rms::vif(rms::lrm(low ~ age + lwt + smoke, bw)))))
wjson(list(versions=versions("MASS","Hmisc","car","rms"), data=lapply(bw[c("low","age","lwt","race","smoke","smoker","ptl")], A), matrices=lapply(cases, one), splines=splines, vif=vi), args[1])
