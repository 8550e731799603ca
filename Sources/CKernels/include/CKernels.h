#ifndef ANSATZ_CKERNELS_H
#define ANSATZ_CKERNELS_H

#endif
