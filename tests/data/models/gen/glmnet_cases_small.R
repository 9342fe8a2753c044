bw <- MASS::birthwt; X <- model.matrix(low ~ age + lwt + factor(race) + smoke + ptl + ht + ui + ftv, bw)[, -1]; colnames(X) <- NULL; y <- bw$low
fold <- function(y, k) { f <- integer(length(y)); for (c in sort(unique(y))) { i <- which(y == c); f[i] <- (seq_along(i) - 1) %% k + 1 }; f }
Xs <- unname(as.matrix(swiss[, -1])); ys <- swiss$Fertility
pb <- na.omit(survival::pbc[, c("time","status","age","edema","bili","chol","albumin","copper","alk.phos","ast","trig","platelet","protime","stage")]); Xp <- unname(as.matrix(pb[, -(1:2)])); ypd <- Surv(pb$time, pb$status == 2); pb$time <- pb$time/365.25; yp <- Surv(pb$time, pb$status == 2); colnames(yp) <- colnames(ypd) <- c("time","status")
inB <- list(x=unname(X), y=A(y)); inS <- list(x=Xs, y=A(ys)); inP <- list(x=Xp, time=A(pb$time), status=A(as.numeric(pb$status == 2)))
wts <- rep(c(1, 2, 0.5), length.out=nrow(X)); off <- 0.01*(bw$age - 23); th <- c(1e-7, 1e-14, 1e-20)
f10 <- fold(y, 10); f5s <- (seq_along(ys) - 1) %% 5 + 1; f5p <- fold(as.numeric(pb$status == 2), 5)
cv4 <- c(lapply(c("deviance","auc","class","mse","mae"), function(m) list(measure=m, foldid=f10)), list(list(measure="deviance", foldid=f10, thresh=1e-7), list(measure="deviance", foldid=f10, keep=TRUE), list(measure="deviance", foldid=f10, grouped=FALSE), list(measure="auc", foldid=(seq_along(y)-1) %% 27 + 1)))
cases <- list(
 list(name="birthwt_binomial_lasso", family="binomial", x=X, y=y, input=inB, thresh=th, sval=c(0.05, 0.0123), cv=cv4),
 list(name="birthwt_binomial_cv_no_interpolation", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(lambda=glmnet(X, y, family="binomial")$lambda), show=list(lambda="the default sequence given explicitly: every fold is fitted exactly at the master lambdas"), thresh=1e-20, cv=lapply(c("deviance","auc"), function(m) list(measure=m, foldid=f10))),
 list(name="birthwt_binomial_enet", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(alpha=0.5), show=list(alpha=0.5), thresh=th, cv=list(list(measure="deviance", foldid=f10))),
 list(name="birthwt_binomial_ridge", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(alpha=0), show=list(alpha=0), thresh=th, kkt=FALSE),
 list(name="birthwt_binomial_nostd", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(standardize=FALSE), show=list(standardize=FALSE), thresh=th),
 list(name="birthwt_binomial_nointercept", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(intercept=FALSE), show=list(intercept=FALSE), thresh=th, kkt=FALSE),
 list(name="birthwt_binomial_penalty_factor", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(penalty.factor=c(0,1,1,1,0.5,2,1,1,3)), show=list(penalty_factor=A(c(0,1,1,1,0.5,2,1,1,3))), thresh=th),
 list(name="birthwt_binomial_bounds", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(lower.limits=0, upper.limits=0.6), show=list(lower=0, upper=0.6), thresh=th),
 list(name="birthwt_binomial_weights_offset", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(weights=wts, offset=off), show=list(weights=A(wts), offset=A(off)), thresh=th),
 list(name="birthwt_binomial_user_lambda", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(lambda=c(0.1,0.05,0.01,0.001)), show=list(lambda=A(c(0.1,0.05,0.01,0.001))), thresh=th),
 list(name="birthwt_binomial_exclude_dfmax", family="binomial", x=X, y=y, input="birthwt_binomial_lasso", args=list(exclude=c(2L), dfmax=4L), show=list(exclude_0based=A(1), dfmax=4), thresh=th),
 list(name="swiss_gaussian_lasso", family="gaussian", x=Xs, y=ys, input=inS, thresh=th, sval=c(1, 0.333), cv=list(list(measure="mse", foldid=f5s), list(measure="mae", foldid=f5s), list(measure="mse", foldid=f5s, grouped=FALSE), list(measure="mse", foldid=f5s, thresh=1e-7))),
 list(name="swiss_gaussian_enet_nostd", family="gaussian", x=Xs, y=ys, input="swiss_gaussian_lasso", args=list(alpha=0.5, standardize=FALSE), show=list(alpha=0.5, standardize=FALSE), thresh=th),
 list(name="swiss_gaussian_ridge", family="gaussian", x=Xs, y=ys, input="swiss_gaussian_lasso", args=list(alpha=0), show=list(alpha=0), thresh=th, kkt=FALSE),
 list(name="swiss_gaussian_penalty_factor", family="gaussian", x=Xs, y=ys, input="swiss_gaussian_lasso", args=list(penalty.factor=c(1,0,2,1,1)), show=list(penalty_factor=A(c(1,0,2,1,1))), thresh=th),
 list(name="pbc_cox_lasso", family="cox", x=Xp, y=yp, input=inP, thresh=th, sval=c(0.1), cv=list(list(measure="deviance", foldid=f5p), list(measure="deviance", foldid=f5p, grouped=FALSE), list(measure="C", foldid=f5p))),
 list(name="pbc_cox_enet", family="cox", x=Xp, y=yp, input="pbc_cox_lasso", args=list(alpha=0.5), show=list(alpha=0.5), thresh=th),
 list(name="pbc_cox_nostd", family="cox", x=Xp, y=yp, input="pbc_cox_lasso", args=list(standardize=FALSE), show=list(standardize=FALSE), thresh=th),
 list(name="pbc_cox_lasso_days", family="cox", x=Xp, y=ypd, input="pbc_cox_lasso with time in days (time*365.25)", note="times >= 256: the reference shifts censored times by 100*eps, which vanishes in double precision there, so a censored row tied with a death may drop out of its risk set (3 tied times here): NOT a target", thresh=1e-20),
 list(name="constant_and_duplicate_columns", family="binomial", x=cbind(X[,1:3], 7, X[,2]), y=y, input="birthwt columns 0,1,2, then constant 7, then column 1 again", thresh=th),
 list(name="one_class", family="binomial", x=X, y=rep(1, nrow(X)), input="birthwt x, y all 1", thresh=1e-7),
 list(name="constant_y_gaussian", family="gaussian", x=Xs, y=rep(3, nrow(Xs)), input="swiss x, y all 3", thresh=1e-7),
 list(name="nan_in_x", family="gaussian", x=local({z <- Xs; z[3,2] <- NaN; z}), y=ys, input="swiss x with [2,1] = NaN", thresh=1e-7),
 list(name="one_row", family="gaussian", x=Xs[1,,drop=FALSE], y=ys[1], input="swiss row 0 only", thresh=1e-7),
 list(name="one_column", family="gaussian", x=Xs[,1,drop=FALSE], y=ys, input="swiss column 0 only", thresh=1e-7),
 list(name="separable", family="binomial", x=cbind(c(1:8), c(3,1,4,1,5,9,2,6)), y=c(0,0,0,0,1,1,1,1), input=list(x=cbind(c(1:8), c(3,1,4,1,5,9,2,6)), y=A(c(0,0,0,0,1,1,1,1))), thresh=th),
 list(name="cox_no_events", family="cox", x=Xp, y=local({z <- yp; z[,2] <- 0; z}), input="pbc x, all censored", thresh=1e-7))
